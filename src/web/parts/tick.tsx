import css from "./tick.module.css";

/** Yes or no, and under it what that leads to. */
export function Tick({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={css.tick}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span>
        {label}
        <small>{note}</small>
      </span>
    </label>
  );
}
