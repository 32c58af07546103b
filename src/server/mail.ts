import { Readable } from "node:stream";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Envelope, Mail, Outcome } from "../core/message/mail.ts";

export type MailSettings = {
  /** smtp://user:password@host:587, or smtps:// for TLS from the first byte. */
  smtp: string;
  /** "Rungs <rungs@example.org>". */
  from: string;
};

/** In ms. A mail server that says nothing for so long is taken for gone. */
const PATIENCE = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** The way out by SMTP: one connection for each message, so that one that breaks takes no other along. */
export async function mailBy({ smtp, from }: MailSettings): Promise<Mail> {
  // Loaded where it is used: who has no mail server need not hold it in memory.
  const { default: Composer } = await import("nodemailer/lib/mail-composer");
  const { default: Connection } = await import("nodemailer/lib/smtp-connection");
  const url = new URL(smtp);
  const domain = /@([^>\s]+?)>?\s*$/.exec(from)?.[1] ?? "rungs.invalid";
  const options: SMTPConnection.Options = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (url.protocol === "smtps:" ? 465 : 587) : Number(url.port),
    secure: url.protocol === "smtps:",
    requireTLS: url.searchParams.get("tls") === "required",
    ...PATIENCE,
  };
  const login = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };

  const write = async ({ id, to, subject, text, html, unsubscribe }: Envelope) => {
    const message = new Composer({
      from,
      to: { name: "", address: to },
      subject,
      text,
      html,
      messageId: `<${id}@${domain}>`,
      headers: {
        // So that nobody's holiday notice answers us (RFC 3834, and Exchange's own).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        ...(unsubscribe === null ? {} : { "List-Unsubscribe": `<${unsubscribe}>` }),
        // One click (RFC 8058) is promised over https alone.
        ...(unsubscribe?.startsWith("https:") === true ? { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {}),
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile();
    return { envelope: message.getEnvelope(), raw: await message.build() };
  };

  return {
    send: async (message) => {
      // Whether the mail server has begun to take the message itself: before that it certainly has not got it.
      let begun = false;
      const connection = new Connection(options);
      try {
        const { envelope, raw } = await write(message);
        const body = new Readable({
          read() {
            begun = true;
            this.push(raw);
            this.push(null);
          },
        });
        await new Promise<void>((resolve, reject) => {
          const settle = (error?: Error | null) => (error ? reject(error) : resolve());
          connection.once("error", reject);
          connection.connect((refused) => {
            const send = () => connection.send({ from: envelope.from, to: envelope.to }, body, settle);
            if (refused) reject(refused);
            else if (url.username === "") send();
            else connection.login({ credentials: login }, (denied) => (denied ? reject(denied) : send()));
          });
        });
        return { as: "sent" };
      } catch (error) {
        return outcomeOf(error, begun);
      } finally {
        connection.on("error", () => {}); // it is over; how the line ends no longer matters
        connection.quit();
      }
    },
  };
}

/** What an error of the connection says of where the message now is. */
function outcomeOf(error: unknown, begun: boolean): Outcome {
  // nodemailer adds these to the errors it rejects with; absent ones read as undefined.
  const { message = String(error), code, responseCode } = error as Partial<Error> & { code?: string; responseCode?: number };
  const because = message.replace(/\s+/g, " ").slice(0, 500);
  // Wrong credentials are the operator's to mend, and then it can go.
  if (code === "EAUTH") return { as: "later", because };
  if (responseCode !== undefined) return { as: responseCode >= 500 ? "refused" : "later", because };
  if (begun) return { as: "unsure", because };
  return { as: code === "EENVELOPE" ? "refused" : "later", because };
}
