/** A count while it is made: the pieces, and whether every row holds a number. */
import { useRef, useState } from "preact/hooks";
import type { Pieces } from "./counting";

export interface Count {
  pieces: Pieces;
  setPieces: (pieces: Pieces) => void;
  note: (value: number, isRefused: boolean) => void;
  /** Whether some row holds something that is no number of pieces. */
  isWrong: boolean;
}

/** Whether a form was ready once: it stays then, as what was counted in it must not be counted again. */
export function useOnceReady(isReady: boolean): boolean {
  const wasReady = useRef(false);
  wasReady.current ||= isReady;
  return wasReady.current;
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
