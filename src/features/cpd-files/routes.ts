import { z } from "zod";
import { FileInput, FileOutput, largestUpload } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

/** The entry's files as they are then, and what If-Match of its next change is to hold. */
const Files = z.object({
  id: z.uuid(),
  tag: z.string(),
  files: z.array(z.object({ id: z.uuid(), name: z.string(), size: z.int(), mediaType: z.string() })),
});
const ofEntry = (change: boolean) => ({ subject: store.entryOf(change), matches: store.matches });

export const cpdFileAdd = route({
  method: "POST",
  path: "/cpd/:entryId/files",
  summary: "Attach a file that shows it: PDF, PNG, JPEG, WebP, Word, Excel or plain text, 10 MB at most",
  creates: true,
  largest: largestUpload,
  input: z.object({ entryId: z.uuid(), ...FileInput }),
  output: Files,
  allow: "cpd.change",
  ...ofEntry(true),
  audit: { action: "cpd.file.add", when: "always" },
  handle: store.addFile,
});

export const cpdFileRead = route({
  method: "GET",
  path: "/cpd/:entryId/files/:fileId",
  summary: "A file that shows it, to be saved",
  input: z.object({ entryId: z.uuid(), fileId: z.uuid() }),
  output: FileOutput,
  allow: "cpd.read",
  ...ofEntry(false),
  audit: { action: "cpd.file.read", when: "others" },
  handle: store.readFile,
});

export const cpdFileRemove = route({
  method: "DELETE",
  path: "/cpd/:entryId/files/:fileId",
  summary: "Take a file away from an entry, which is then to be verified again",
  input: z.object({ entryId: z.uuid(), fileId: z.uuid() }),
  output: Files,
  allow: "cpd.change",
  ...ofEntry(true),
  audit: { action: "cpd.file.remove", when: "always" },
  handle: store.removeFile,
});

export const cpdFileRoutes = [cpdFileAdd, cpdFileRead, cpdFileRemove] as const;
