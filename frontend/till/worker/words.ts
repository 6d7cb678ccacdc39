/** What the page and its worker say to each other. */

/** The page to a worker that waits: the till is between two sales. */
export const TAKE_OVER = "take over";
