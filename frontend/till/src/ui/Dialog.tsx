/** A question on top of the screen: the browser keeps the focus inside, and Escape answers no. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  id: string;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** Whether a question is open; scans wait meanwhile. */
export function isDialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}

export function Dialog({ id, title, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const asker = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (asker instanceof HTMLElement && asker.isConnected) asker.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </dialog>
  );
}
