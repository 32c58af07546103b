const formats = new Map<string, Intl.DateTimeFormat>();

/** @returns the calendar date (YYYY-MM-DD) at an instant in an IANA time zone; in UTC where the zone is not known. */
export function dateIn(timeZone: string, instant: Date): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    try {
      format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone });
    } catch {
      format = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "UTC" });
    }
    formats.set(timeZone, format);
  }
  return format.format(instant);
}
