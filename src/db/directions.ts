/**
 * Where somebody said they want to go next, as a JSON column: `value` is `framework/level`, `on` a date; null where nothing was said or it was
 * taken back. Whether it is a next level of where they stand now is for the rules to say.
 *
 * @param person an alias of `rungs.person`.
 */
export const declaredOf = (person: string): string => `(
  select case when said.level_id is not null then json_build_object('value', framework.slug || '/' || said.level_id, 'on', said.declared_on) end
    from rungs.declared_direction as said
    join rungs.framework on framework.org_id = said.org_id and framework.framework_id = said.framework_id
   where said.org_id = ${person}.org_id and said.person_id = ${person}.person_id
   order by said.declared_at desc, said.declared_direction_id desc limit 1)`;
