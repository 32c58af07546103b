import { z } from "zod";

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
});
