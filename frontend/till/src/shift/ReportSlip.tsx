/** An X or Z report as it stands on the screen and on the roll: as wide as a receipt, and printed as one is. */
import type { Shift } from "../api/shapes";
import { language } from "../i18n";
import type { Block } from "../printer/document";
import { PRACTICE_MARK } from "../training/mark";
import { isTraining } from "../training/world";
import { reportBlocks, reportTitle } from "./report_blocks";

interface Props {
  shift: Shift;
  /** A look at a shift that goes on; without it the report is of the closed shift. */
  check?: Shift["checks"][number];
}

export function ReportSlip({ shift, check }: Props) {
  const [head = [], ...parts] = partsOf(reportBlocks(shift, check));
  const foot = parts.pop() ?? [];
  return (
    <article
      class={isTraining.value ? "receipt receipt--practice" : "receipt"}
      lang={language.value}
      aria-label={reportTitle(check)}
    >
      <header>
        {head.map(
          (block, place) =>
            "text" in block && (
              <p key={place} class={block.text === PRACTICE_MARK ? "receipt-mark" : HEADS[block.kind]}>
                {block.text}
              </p>
            ),
        )}
      </header>
      {parts.map((part, place) => (
        <Part key={place} blocks={part} />
      ))}
      <footer>{foot.map((block, place) => "text" in block && <p key={place}>{block.text}</p>)}</footer>
    </article>
  );
}

const HEADS: Partial<Record<Block["kind"], string>> = { bold: "receipt-shop", title: "receipt-title" };

/** The blocks between the rules. */
function partsOf(blocks: readonly Block[]): Block[][] {
  const parts: Block[][] = [[]];
  for (const block of blocks) {
    if (block.kind === "rule") parts.push([]);
    else parts.at(-1)?.push(block);
  }
  return parts;
}

function Part({ blocks }: { blocks: readonly Block[] }) {
  const title = blocks.find((block) => "text" in block);
  return (
    <div>
      {title && (
        <p>
          <b>{title.text}</b>
        </p>
      )}
      <dl>
        {blocks.map(
          (block, place) =>
            "name" in block && (
              <div
                key={place}
                class={block.kind === "strong" ? "receipt-row receipt-row--strong" : "receipt-row"}
              >
                <dt>
                  <bdi>{block.name}</bdi>
                </dt>
                <dd class="num">
                  <bdi>{block.value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
