/** A screen of the open shift: what the till knows is read anew when it comes on. */
import { useEffect } from "preact/hooks";
import { readShiftDesk } from "../state/shift";
import { type Deed, useDeed } from "../ui/deed";

export function useShiftDesk(): Deed {
  const reading = useDeed();
  useEffect(() => void reading.run(readShiftDesk), []);
  return reading;
}
