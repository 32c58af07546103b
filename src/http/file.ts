import { z } from "zod";
import { largestFile } from "../core/attachments/file.ts";

/** A file as a route hands it out; `name` is what it is saved as. */
export type FileReply = { name: string; mediaType: string; content: string | Uint8Array };

const isFile = (value: unknown): value is FileReply =>
  typeof value === "object" && value !== null && "name" in value && "mediaType" in value && "content" in value;

/** The `output` of a route that replies with a file, to be saved, and not with JSON. */
export const FileOutput = z.custom<FileReply>(isFile);

/** A browser saves it and shows nothing of it, whatever it holds. */
export const fileHeaders = ({ name, mediaType }: FileReply): Record<string, string> => ({
  "content-type": mediaType,
  "content-disposition": `attachment; filename="${name.replaceAll(/[^\w.-]+/g, "-")}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  // Where a browser shows it all the same, it is nowhere and may do nothing.
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
});

/** Bytes of body that a route takes where a file comes with it: the file in base64, and what is said of it. */
export const largestUpload = Math.ceil((largestFile * 4) / 3) + 64 * 1024;

/** A file that somebody attaches, as it travels. */
export const FileInput = {
  fileName: z.string().min(1).max(400),
  /** The bytes in base64; 10 MB of them at most. */
  file: z
    .string()
    .max(Math.ceil(largestFile / 3) * 4 + 8)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, "base64"),
};
export const bytesOf = ({ fileName, file }: { fileName: string; file: string }) => ({
  name: fileName,
  bytes: new Uint8Array(Buffer.from(file, "base64")),
});
