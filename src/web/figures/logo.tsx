/** The double dagger: one rail, the rung aimed at in green, the rung stood on in ink. Beside the name, so silent itself. */
export function Logo() {
  return (
    <svg width="24" height="40" viewBox="0 0 24 40" aria-hidden="true" strokeWidth="2.5">
      <path d="M12 0V40" stroke="var(--ink)" />
      <path d="M2 14H22" stroke="var(--green)" />
      <path d="M5 25H19" stroke="var(--ink)" />
    </svg>
  );
}
