/** An input with its name, and the reason beside it when it is refused. */
import type { ComponentChildren } from "preact";

interface Props {
  id: string;
  label: string;
  value: string;
  onValue: (value: string) => void;
  error?: string | undefined;
  hint?: string | undefined;
  type?: "text" | "password" | "tel" | "email";
  inputMode?: "text" | "numeric" | "tel" | "email";
  autocomplete?: string;
  autocapitalize?: "off" | "characters";
  spellcheck?: boolean;
  maxLength?: number;
  required?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** A button beside the input. */
  children?: ComponentChildren;
}

export function Field({ id, label, value, onValue, error, hint, children, ...input }: Props) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label class="field__label" for={id}>
        {label}
      </label>
      <div class="field-row">
        <input
          {...(input as object)}
          id={id}
          class="input"
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={described || undefined}
        />
        {children}
      </div>
      {hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field__error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
