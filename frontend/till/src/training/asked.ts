/** What a room of the practice world is asked. */
export interface Asked {
  method: "GET" | "POST";
  /** Without what stands after `?`. */
  path: string;
  query: URLSearchParams;
  body?: unknown;
}
