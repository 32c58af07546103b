import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read, type Reply } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { capital, longDate, spoken } from "../../../web/parts/words.ts";
import s from "./direction.module.css";

type Direction = Reply<"/people/:personId/direction">;

/** At a fork: which way somebody wants to go. They say it themselves; whoever answers for them reads it. Nothing where one way leads on. */
export function DirectionPart({ personId }: { personId: string }) {
  const found = useQuery(read("/people/:personId/direction", { personId }));
  // Beside other things, and not what the page is about: nothing is said while it is on its way or cannot be had.
  if (!found.data || found.data.from === null || (found.data.arms.length < 2 && found.data.declared === null)) return null;
  return <Part data={found.data} />;
}

function Part({ data }: { data: Direction }) {
  const { person, from, arms, declared, can } = data;
  const queries = useQueryClient();
  const word = useCycleWord();
  const say = useMutation({
    mutationFn: (to: string | null) => api("PUT", "/people/:personId/direction", { personId: person.id, to }),
    onSuccess: async (reply) => {
      queries.setQueryData(read("/people/:personId/direction", { personId: person.id }).queryKey, reply);
      await queries.invalidateQueries({ queryKey: ["/people/:personId/gap"] });
    },
  });
  const aim = arms.find(({ value }) => value === declared?.value);
  return (
    <section className={s.part} aria-labelledby="direction">
      <h2 id="direction">{person.you ? "Where you want to go" : `Where ${person.name} wants to go`}</h2>
      {aim !== undefined && declared !== null ? (
        <p>
          <b>{aim.title}</b>, {person.you ? "as you said" : "as they said"} on {longDate(declared.on)}.
        </p>
      ) : (
        <p>
          {capital(spoken(arms.length))} ways lead on from {from?.title}; {person.you ? "you have" : "they have"} not said which.
        </p>
      )}
      {can["direction.say"] && (
        <>
          <ul className={s.arms}>
            {arms.map(({ value, title, along }) => (
              <li key={value} className={value === declared?.value ? s.aim : undefined}>
                <span>
                  {title}
                  {along !== null && <small>{along}</small>}
                </span>
                <Button
                  kind="quiet"
                  aria-label={value === declared?.value ? `Take it back: ${title}` : `Aim for this: ${title}`}
                  busy={say.isPending && say.variables === value && "Saving…"}
                  onClick={() => say.mutate(value === declared?.value ? null : value)}
                >
                  {value === declared?.value ? "Take it back" : "Aim for this"}
                </Button>
              </li>
            ))}
          </ul>
          <p className={s.says} aria-live="polite">
            {say.isError
              ? `That was not saved: ${say.error.message}`
              : say.isSuccess
                ? aim === undefined
                  ? "Taken back. Your reviews ask about every way again."
                  : `Saved. ${capital(word.many)} launched from now on ask you about ${aim.title}, and your gap report aims there.`
                : `Your manager and people partners read it. ${capital(word.many)} that run already stay as they are.`}
          </p>
        </>
      )}
    </section>
  );
}
