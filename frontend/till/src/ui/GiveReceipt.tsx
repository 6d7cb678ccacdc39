/** Ways to give a receipt: on paper, by mail, or made out to a name. The QR code of the page stands on it already. */
import { useMemo, useState } from "preact/hooks";
import type { FormalReceipt, Receipt } from "../api/shapes";
import * as till from "../api/till";
import { newUid } from "../data/ids";
import { t } from "../i18n";
import { announce } from "../state/announce";
import { Dialog } from "./Dialog";
import { useDeed } from "./deed";
import { Failure } from "./Failure";
import { Field } from "./Field";

interface Props {
  receipt: Receipt;
  /** Where the customer wants mail as a rule; offered, not sent. */
  email?: string;
  /** Takes the receipt that was made out to a name, to show and print it. */
  onFormal: (formal: FormalReceipt) => void;
}

export function GiveReceipt({ receipt, email = "", onFormal }: Props) {
  const [asks, setAsks] = useState<"mail" | "name" | null>(null);
  const close = () => setAsks(null);
  return (
    <>
      <button type="button" class="button" onClick={() => setAsks("mail")}>
        {t("Send it by mail")}
      </button>
      {receipt.can_be_made_out && (
        <button type="button" class="button" onClick={() => setAsks("name")}>
          {t("Make it out to a name")}
        </button>
      )}
      {asks === "mail" && <MailDialog number={receipt.number} email={email} onClose={close} />}
      {asks === "name" && <NameDialog receipt={receipt} onFormal={onFormal} onClose={close} />}
    </>
  );
}

function MailDialog({ number, email, onClose }: { number: string; email: string; onClose: () => void }) {
  const [to, setTo] = useState(email);
  const deed = useDeed();
  const send = (event: Event) => {
    event.preventDefault();
    void deed.run(async () => {
      const mail = await till.mailReceipt(number, to);
      announce(
        mail.is_new
          ? t("The receipt is on its way to %(email)s.", { email: mail.email })
          : t("It was mailed to %(email)s before and is not sent twice.", { email: mail.email }),
      );
      onClose();
    });
  };
  return (
    <Dialog id="mail-receipt" title={t("Send the receipt by mail")} onClose={onClose}>
      <form class="stack" onSubmit={send} noValidate>
        <Field
          id="receipt-email"
          label={t("E-mail")}
          value={to}
          onValue={setTo}
          type="email"
          inputMode="email"
          autocomplete="off"
          autocapitalize="off"
          maxLength={254}
          error={deed.at("email")}
          hint={t("Let the customer check it: the receipt opens for whoever reads that mail.")}
        />
        <Failure failure={deed.failure} saidAt={["email"]} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("Back")}
          </button>
          <button type="submit" class="button button--pay" disabled={!to.trim()} aria-busy={deed.isBusy}>
            {t("Send the mail")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface NameProps {
  receipt: Receipt;
  onFormal: (formal: FormalReceipt) => void;
  onClose: () => void;
}

function NameDialog({ receipt, onFormal, onClose }: NameProps) {
  // Made once for this dialog: pressing again after a lost answer issues no second one.
  const uid = useMemo(newUid, []);
  const [recipient, setRecipient] = useState("");
  const [purpose, setPurpose] = useState(() => t("For goods"));
  const deed = useDeed();
  const issue = (event: Event) => {
    event.preventDefault();
    void deed.run(async () => {
      const formal = await till.issueFormal(receipt.number, { uid, recipient, purpose });
      onClose();
      onFormal(formal);
    });
  };
  return (
    <Dialog id="formal-receipt" title={t("Make the receipt out to a name")} onClose={onClose}>
      <form class="stack" onSubmit={issue} noValidate>
        {receipt.formal_count > 0 && (
          <p class="notice">
            {t("It was made out to a name before: the new one says that it is a reissue.")}
          </p>
        )}
        <Field
          id="recipient"
          label={t("Made out to")}
          value={recipient}
          onValue={setRecipient}
          maxLength={60}
          autocomplete="off"
          error={deed.at("recipient")}
          hint={t("A company or a person, as the customer says it.")}
        />
        <Field
          id="purpose"
          label={t("For what")}
          value={purpose}
          onValue={setPurpose}
          maxLength={60}
          autocomplete="off"
          error={deed.at("purpose")}
        />
        <Failure failure={deed.failure} saidAt={["recipient", "purpose"]} />
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {t("Back")}
          </button>
          <button
            type="submit"
            class="button button--pay"
            disabled={!recipient.trim()}
            aria-busy={deed.isBusy}
          >
            {t("Issue it")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
