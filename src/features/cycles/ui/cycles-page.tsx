import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../web/api.ts";
import { useCycleWord, withArticle } from "../../../web/cycle-word.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, spoken } from "../../../web/parts/words.ts";
import { span, stateWords } from "./cycle-words.ts";
import css from "./cycles-page.module.css";

const pageOf = (cursor: string) => api("GET", "/cycles", cursor === "" ? {} : { cursor });
type Listed = Awaited<ReturnType<typeof pageOf>>["items"][number];

/** Every cycle that one runs, reads, or is in: those that run first. */
export function CyclesPage() {
  const word = useCycleWord();
  const cycles = useInfiniteQuery({
    queryKey: ["/cycles"],
    queryFn: ({ pageParam }) => pageOf(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  if (cycles.isPending) return <Loading />;
  if (cycles.isError) return <ErrorState error={cycles.error} retry={() => void cycles.refetch()} />;
  const items = cycles.data.pages.flatMap((page) => page.items);
  const create = cycles.data.pages[0]?.can.create === true;
  const running = items.filter(({ state }) => state === "open" || state === "calibrating");
  const draft = items.filter(({ state }) => state === "draft");
  const past = items.filter((item) => !running.includes(item) && !draft.includes(item));
  const due = running.reduce((sum, { mine }) => sum + (mine === null ? 0 : mine.asked - mine.done), 0);
  const begin = create && (
    <Link to="/cycles/new" className={buttonClass("main")}>
      Set up {withArticle(word.one)}
    </Link>
  );
  return (
    <>
      <PageHead
        tab={capital(word.many)}
        title={
          running.length === 0
            ? `No ${word.one} is running`
            : running.length === 1
              ? `${running[0]?.title ?? `One ${word.one}`} is running`
              : `${capital(spoken(running.length))} ${word.many} are running`
        }
        answer={
          due > 0 && (
            <>
              <b>{counted(due, "form waits", "forms wait")}</b> for you.
            </>
          )
        }
        tools={items.length > 0 && begin}
      />
      {items.length === 0 ? (
        <Empty action={begin}>
          {create
            ? `${capital(withArticle(word.one))} asks everybody in it the same questions at the same time, against the ladder as it stands that day.`
            : `Reviews are asked for in ${word.many}. Yours will stand here while one runs.`}
        </Empty>
      ) : (
        <div className={css.lists}>
          <Cycles title="Running" items={running} />
          <Cycles title="Being set up" items={draft} />
          <Cycles title="Past" items={past} />
          {cycles.hasNextPage && (
            <Button busy={cycles.isFetchingNextPage && "Loading…"} onClick={() => void cycles.fetchNextPage()}>
              Show older {word.many}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Cycles({ title, items }: { title: string; items: readonly Listed[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.cycles}>
        {items.map((item) => (
          <li key={item.id}>
            <span className={css.name}>
              {item.can.read ? (
                <Link to="/cycles/$cycleId" params={{ cycleId: item.id }}>
                  {item.title}
                </Link>
              ) : (
                item.title
              )}
            </span>
            <span className="q2">
              {stateWords[item.state]}
              {span(item) !== "" && ` ${span(item)}`}
            </span>
            <span className="q2">
              {item.people !== null && (item.state === "draft" ? "" : `${item.people.in} of ${counted(item.people.all, "review")} in`)}
            </span>
            <span className="q2">
              {item.mine !== null &&
                item.mine.asked > 0 &&
                item.state === "open" &&
                `Yours: ${item.mine.done} of ${item.mine.asked} sent in`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
