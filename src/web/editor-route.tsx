import { LyingLadder } from "../features/frameworks/ui/lying-ladder.tsx";
import { matrixOrder } from "../features/frameworks/ui/matrix-order.ts";
import { EditorPage, type Figure } from "../features/authoring/ui/editor-page.tsx";

/** The matrix that is written in is the one that is read: the same columns under the same ladder. */
const figure: Figure = {
  order: matrixOrder,
  figure: (content, levels) => <LyingLadder content={content} levels={levels} you={undefined} />,
};

export const EditorRoute = () => <EditorPage figure={figure} />;
