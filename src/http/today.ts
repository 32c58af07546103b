const MINUTE = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();
/** What was found last in each zone: within a minute no zone's date changes, and asking Intl takes longer than a query's text. */
const found = new Map<string, { minute: number; date: string }>();

/** @returns the calendar date (YYYY-MM-DD) at an instant in an IANA time zone; in UTC where the zone is not known. */
export function dateIn(timeZone: string, instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE);
  const last = found.get(timeZone);
  if (last?.minute === minute) return last.date;
  const date = formatOf(timeZone).format(instant);
  found.set(timeZone, { minute, date });
  return date;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
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
  return format;
}
