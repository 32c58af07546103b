import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route it would be read as knowing no words.
const formSearch = words("at");
const checkInSearch = words("level");

const reviews = createRoute({
  getParentRoute: () => inside,
  path: "/reviews",
  component: page(() => import("../../features/reviews/ui/reviews-page.tsx"), "ReviewsPage"),
});
// Nothing of a review is fetched while the pointer is only near the link: whoever reads another's is on record, and must have read it.
const review = createRoute({
  getParentRoute: () => inside,
  path: "/reviews/$reviewId",
  component: page(() => import("../../features/reviews/ui/review-page.tsx"), "ReviewPage"),
});
const compare = createRoute({
  getParentRoute: () => inside,
  path: "/reviews/$reviewId/compare",
  component: page(() => import("../../features/reviews/ui/compare-page.tsx"), "ComparePage"),
});
const signed = createRoute({
  getParentRoute: () => inside,
  path: "/reviews/$reviewId/signed",
  component: page(() => import("../../features/signed/ui/signed-page.tsx"), "SignedPage"),
});
const form = createRoute({
  getParentRoute: () => inside,
  path: "/reviews/$reviewId/assessments/$assessmentId",
  validateSearch: formSearch,
  component: page(() => import("../../features/reviews/ui/form-page.tsx"), "FormPage"),
});

const checkIn = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/check-in",
  validateSearch: checkInSearch,
  component: page(() => import("../../features/conversations/ui/check-in-page.tsx"), "CheckInPage"),
});

/** What one is asked to write, and what was written of one. */
export const reviewRoutes = [reviews, review, compare, signed, form, checkIn] as const;
