/** Finding a member, and the way to sign one up. */
import type { Resolved } from "../api/shapes";
import { t } from "../i18n";
import { ScanBar } from "../scan/ScanBar";
import { announce } from "../state/announce";
import { go, hashOf } from "../state/route";
import { may } from "../state/session";
import { Heading } from "../ui/Heading";

export function Members() {
  const onFound = (found: Resolved) => {
    if (found.kind === "member") go({ screen: "member", uid: found.member.uid });
    else announce(t("This code is not a member's."), { isUrgent: true });
  };
  return (
    <main class="page">
      <Heading title={t("Members")} leavesFocus />
      <ScanBar onFound={onFound} placeholder={t("Member card, phone number or e-mail")} takesFocus />
      {may("join_member") && (
        <p>
          <a class="button button--main" href={hashOf({ screen: "join" })}>
            {t("Sign up a new member")}
          </a>
        </p>
      )}
    </main>
  );
}
