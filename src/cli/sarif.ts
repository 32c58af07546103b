import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { errorCodes, warningCodes } from "../core/framework/problem.ts";
import type { Located } from "../core/framework/formats/reading.ts";

/** Findings as SARIF 2.1.0, as code hosts and editors read them. */
export function sarif(files: readonly { file: string; problems: readonly Located[] }[], version: string): object {
  const rules = Object.entries({ ...errorCodes, ...warningCodes }).map(([id, text]) => ({
    id,
    shortDescription: { text },
    defaultConfiguration: { level: Object.hasOwn(errorCodes, id) ? "error" : "warning" },
  }));
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const results = files.flatMap(({ file, problems }) =>
    problems.map(({ code, severity, path, line, column, cell, sheet, message, hint }) => ({
      ruleId: code,
      ruleIndex: ruleIndex.get(code),
      level: severity,
      message: { text: `${message} ${hint}` },
      locations: [
        {
          // A cell is no region of a text: it is named as a logical place.
          physicalLocation: {
            artifactLocation: { uri: uri(file) },
            ...(sheet === undefined ? { region: { startLine: line, startColumn: column } } : {}),
          },
          logicalLocations: [{ fullyQualifiedName: path }, ...(cell === undefined ? [] : [{ fullyQualifiedName: cell, kind: "cell" }])],
        },
      ],
    })),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "rungs", version, rules } },
        columnKind: "utf16CodeUnits",
        artifacts: files.map(({ file }) => ({ location: { uri: uri(file) } })),
        results,
      },
    ],
  };
}

/** Relative names stay relative, so that a code host finds the file in the repository. */
const uri = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
