/** A barcode from its modules, as the server tells them: `1` for a bar, `0` for a space. */
interface Props {
  bars: string;
  label: string;
}

const QUIET = 10;

export function Barcode({ bars, label }: Props) {
  if (!bars) return null;
  const path = [...bars.matchAll(/1+/g)]
    .map((run) => `M${run.index + QUIET} 0h${run[0].length}v1h-${run[0].length}z`)
    .join("");
  return (
    <svg
      class="barcode"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length + 2 * QUIET} 1`}
      preserveAspectRatio="none"
      shape-rendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
