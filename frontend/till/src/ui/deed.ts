/** Deeds behind buttons: one at a time, whatever the fingers do, with the refusal kept for the screen. */
import { useRef, useState } from "preact/hooks";
import { NotConnected, Problem } from "../api/problem";

export interface Deed {
  isBusy: boolean;
  failure: Problem | NotConnected | null;
  /** Runs the work unless it is still running; answers whether it went through. */
  run: (work: () => Promise<void>) => Promise<boolean>;
  /** The sentence for one input. */
  at: (field: string) => string | undefined;
  clear: () => void;
}

export function useDeed(): Deed {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Problem | NotConnected | null>(null);
  // A ref, not the state: the second tap of a double tap comes before the screen is drawn again.
  const isRunning = useRef(false);

  const run = async (work: () => Promise<void>): Promise<boolean> => {
    if (isRunning.current) return false;
    isRunning.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await work();
      return true;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof NotConnected)) throw error;
      setFailure(error);
      return false;
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  const at = (field: string) => (failure instanceof Problem ? failure.at(field) : undefined);
  return { isBusy, failure, run, at, clear: () => setFailure(null) };
}
