import { template } from "./template.ts";

/** Of `name` the first word greets: a full name in a greeting reads like a form. */
const dear = (name: string) => `Hello ${name.split(" ")[0] ?? name},`;

export const accountTemplates = {
  invitation: template<{ name: string; token: string; by: string | null; expiresOn: string }>({
    title: "Invitation",
    kind: "account",
    secret: ["token"],
    letter: ({ name, token, by, expiresOn }, organisation) => ({
      subject: `${organisation} invites you to Rungs`,
      paragraphs: [
        dear(name),
        `${by ?? organisation} has made a place for you in Rungs, where ${organisation} keeps its career ladders: what each level asks, where you stand, and the way up.`,
      ],
      action: { label: "Choose how you sign in", path: `/join?token=${token}` },
      closing: [`The link is for you alone and works once, until ${expiresOn}. If you did not expect it, leave it unused.`],
    }),
    notice: null,
  }),
  "password-reset": template<{ name: string; token: string; minutes: number }>({
    title: "New password",
    kind: "account",
    secret: ["token"],
    letter: ({ name, token, minutes }) => ({
      subject: "Choose a new password for Rungs",
      paragraphs: [dear(name), "Somebody, most likely you, asked for a new password for this address."],
      action: { label: "Choose a new password", path: `/reset?token=${token}` },
      closing: [`The link works once, for ${minutes} minutes. If it was not you, do nothing: your password stays as it is.`],
    }),
    notice: null,
  }),
  "email-change": template<{ name: string; token: string; address: string; minutes: number }>({
    title: "New e-mail address",
    kind: "account",
    secret: ["token"],
    letter: ({ name, token, address, minutes }) => ({
      subject: "Confirm your new e-mail address",
      paragraphs: [dear(name), `You asked to sign in to Rungs with ${address} from now on. Your old address works until you confirm.`],
      action: { label: "Confirm this address", path: `/account/confirm-email?token=${token}` },
      closing: [`The link works once, for ${minutes} minutes. If it was not you, do nothing: nothing changes.`],
    }),
    notice: null,
  }),
  /** Goes to the address or account concerned after something of its sign-in has changed. */
  "sign-in-changed": template<{ name: string; what: string }>({
    title: "Sign-in has changed",
    kind: "account",
    letter: ({ name, what }) => ({
      subject: "How you sign in to Rungs has changed",
      paragraphs: [dear(name), what],
      closing: ["If it was not you, choose a new password at once and tell your administrator."],
    }),
    notice: ({ what }) => ({ title: what, path: "/account" }),
  }),
  "role-granted": template<{ role: string; limits: string | null; by: string; until: string | null }>({
    title: "Role given",
    kind: "account",
    letter: ({ role, limits, by, until }, organisation) => ({
      subject: `You are ${role} at ${organisation}`,
      paragraphs: [
        `${by} has given you the role of ${role}${limits === null ? "" : `, ${limits}`}.${until === null ? "" : ` It holds until ${until}.`}`,
      ],
      action: { label: "Open Rungs", path: "/" },
    }),
    notice: ({ role, limits, by }) => ({ title: `${by} made you ${role}${limits === null ? "" : `, ${limits}`}`, path: "/" }),
  }),
  "role-ended": template<{ role: string; by: string }>({
    title: "Role taken back",
    kind: "account",
    letter: ({ role, by }, organisation) => ({
      subject: `You are no longer ${role} at ${organisation}`,
      paragraphs: [`${by} has taken the role of ${role} back. What you wrote while you had it stays.`],
    }),
    notice: ({ role, by }) => ({ title: `${by} took the role of ${role} back`, path: "/" }),
  }),
  test: template<{ name: string }>({
    title: "Test message",
    kind: "account",
    letter: ({ name }, organisation) => ({
      subject: "A test message from Rungs",
      paragraphs: [dear(name), `Messages of ${organisation} arrive here. Nothing is asked of you.`],
    }),
    notice: null,
  }),
  /** What was gathered for somebody who has one message a day. */
  digest: template<{ name: string; items: readonly { title: string; path: string }[] }>({
    title: "What the day brought",
    kind: "account",
    letter: ({ name, items }) => ({
      subject: items.length === 1 ? (items[0]?.title ?? "News from Rungs") : `${items.length} things from Rungs`,
      paragraphs: [dear(name), "Since yesterday:"],
      items,
      closing: ["Choose what is sent and how often on your account page."],
    }),
    notice: null,
  }),
} as const;
