import type { FormatCode } from "./read.ts";
import { syntax, unreadable } from "./reading.ts";

export const csv: FormatCode = {
  read: () => unreadable(syntax("This is not read yet.", "Give the framework as YAML or JSON.")),
  write: () => "",
};
