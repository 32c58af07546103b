/** What a message says, without where it goes: paragraphs of plain text, and at most one thing to do. */
export type Letter = {
  subject: string;
  /** Plain text each; a line break stays one. */
  paragraphs: readonly string[];
  /** `path` is below the public address, from its first slash. */
  action?: { label: string; path: string };
  /** Below the action: what else there is, each with its own way there. */
  items?: readonly { title: string; path: string }[];
  /** After the action. */
  closing?: readonly string[];
};

export type Frame = {
  organisation: string;
  /** As people type it, without a slash at the end. */
  publicUrl: string;
  /** Below the public address; null where this message cannot be unsubscribed from. */
  unsubscribe: string | null;
};

export type Rendered = { subject: string; text: string; html: string };

/** @returns the letter as it is sent: the same words as plain text and as simple HTML, every link absolute. */
export function render(letter: Letter, { organisation, publicUrl, unsubscribe }: Frame): Rendered {
  const { paragraphs, action, items = [], closing = [] } = letter;
  const at = (path: string) => publicUrl + path;
  const foot = `Sent by Rungs for ${organisation}, ${publicUrl}`;
  const stop = "If you would rather not have these by e-mail";
  const text = [
    ...paragraphs,
    ...(action ? [`${action.label}:\n${at(action.path)}`] : []),
    ...(items.length > 0 ? [items.map(({ title, path }) => `- ${title}\n  ${at(path)}`).join("\n")] : []),
    ...closing,
    `--\n${foot}${unsubscribe === null ? "" : `\n${stop}: ${at(unsubscribe)}`}`,
  ].join("\n\n");
  const html = [
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(letter.subject)}</title></head>`,
    `<body style="margin:0;padding:24px;font:16px/24px sans-serif;color:#1c1a17;background:#fbfaf7"><div style="max-width:560px">`,
    ...paragraphs.map(paragraph),
    ...(action ? [`<p><a href="${escaped(at(action.path))}">${escaped(action.label)}</a></p>`] : []),
    ...(items.length > 0
      ? [`<ul>${items.map(({ title, path }) => `<li><a href="${escaped(at(path))}">${escaped(title)}</a></li>`).join("")}</ul>`]
      : []),
    ...closing.map(paragraph),
    `<p style="margin-top:32px;font-size:14px;line-height:20px;color:#5d5850">${escaped(foot)}`,
    ...(unsubscribe === null ? [] : [`<br><a href="${escaped(at(unsubscribe))}">${escaped(stop)}</a>`]),
    "</p></div></body></html>",
  ].join("\n");
  return { subject: oneLine(letter.subject), text: `${text}\n`, html };
}

const paragraph = (text: string) => `<p>${escaped(text).replaceAll("\n", "<br>")}</p>`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A header is one line whatever a name or title holds. */
export const oneLine = (text: string) =>
  text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 200);
