/** The name of a screen: the page's title, and where the focus goes when the screen comes on. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { isTraining } from "../training/world";

interface Props {
  title: string;
  /** Whether the heading is read but not drawn. */
  isQuiet?: boolean;
  /** Whether something else on the screen takes the focus. */
  leavesFocus?: boolean;
  children?: ComponentChildren;
}

export function Heading({ title, isQuiet = false, leavesFocus = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = isTraining.value ? `${t("Training")} – ${title}` : title;
  }, [title, isTraining.value]);
  // Before the screen is painted: a late focus would pull away keys that are already typed elsewhere.
  useLayoutEffect(() => {
    if (!leavesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={isQuiet ? "quiet" : "heading"}>
      {isTraining.value && <span class="unseen">{t("Training")} – </span>}
      {children ?? title}
    </h1>
  );
}
