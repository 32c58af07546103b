import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Bar, PageHead, Tabs } from "../../../web/parts/page-head.tsx";
import { capital } from "../../../web/parts/words.ts";
import type { Cycle } from "./cycle-words.ts";

/** The head of every page of a running or past cycle. @param here which of its pages this is. */
export function CycleHead({
  cycle,
  title,
  answer,
  tools,
  bar,
  here,
}: {
  cycle: Cycle;
  title: string;
  answer: ReactNode;
  tools?: ReactNode;
  bar?: ReactNode;
  here: "board" | "calibration";
}) {
  const word = useCycleWord();
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="cycles" to="/cycles">
            {capital(word.many)}
          </Link>,
          ...(here === "board"
            ? []
            : [
                <Link key="cycle" to="/cycles/$cycleId" params={{ cycleId: cycle.id }}>
                  {cycle.title}
                </Link>,
              ]),
        ]}
        title={title}
        tab={cycle.title}
        answer={answer}
        tools={tools}
      />
      <Bar tools={bar}>
        <Tabs label={`Pages of ${cycle.title}`}>
          <Link to="/cycles/$cycleId" params={{ cycleId: cycle.id }} activeOptions={{ exact: true }}>
            Board
          </Link>
          {cycle.can.results && cycle.state !== "cancelled" && (
            <Link to="/cycles/$cycleId/calibration" params={{ cycleId: cycle.id }}>
              Calibration
            </Link>
          )}
        </Tabs>
      </Bar>
    </>
  );
}
