/** A count while it is made: the pieces, and whether every row holds a number. */
import { useState } from "preact/hooks";
import type { Pieces } from "./counting";

export interface Count {
  pieces: Pieces;
  setPieces: (pieces: Pieces) => void;
  note: (value: number, isRefused: boolean) => void;
  /** Whether some row holds something that is no number of pieces. */
  isWrong: boolean;
}

export function useCount(): Count {
  const [pieces, setPieces] = useState<Pieces>({});
  const [refused, setRefused] = useState<ReadonlySet<number>>(new Set());
  const note = (value: number, isRefused: boolean) =>
    setRefused((now) => {
      if (now.has(value) === isRefused) return now;
      const next = new Set(now);
      if (isRefused) next.add(value);
      else next.delete(value);
      return next;
    });
  return { pieces, setPieces, note, isWrong: refused.size > 0 };
}
