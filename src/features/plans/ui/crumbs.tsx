import { Link } from "@tanstack/react-router";
import type { PlanReply } from "./plan-words.ts";

/** Where a plan hangs: one's own off Home, another's off their page. */
export const crumbsOf = ({ person }: PlanReply) =>
  person.you
    ? [
        <Link key="home" to="/">
          Home
        </Link>,
      ]
    : [
        <Link key="people" to="/people">
          People
        </Link>,
        <Link key="person" to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>,
      ];
