import { useQuery } from "@tanstack/react-query";
import type { Word } from "../core/organisation/settings.ts";
import { read } from "./api.ts";

const usual: Word = { one: "cycle", many: "cycles" };

/** What an evaluation cycle is called in this organisation, in the middle of a sentence; the usual word until that is known. */
export const useCycleWord = (): Word => useQuery(read("/me", {})).data?.organisation.words.cycle ?? usual;

/** "a cycle", "an appraisal". */
export const withArticle = (word: string): string => `${/^[aeio]/i.test(word) ? "an" : "a"} ${word}`;
