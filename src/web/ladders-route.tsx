import { NewLadderLink } from "../features/exchange/ui/new-ladder-link.tsx";
import { LaddersPage } from "../features/frameworks/ui/ladders-page.tsx";

/** Every ladder, with the way to a new one. */
export const LaddersRoute = () => <LaddersPage tools={<NewLadderLink />} />;
