"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

interface FieldFaultsOfForm {
  faults: Readonly<Record<string, string>>;
  /** Looks at every field, says all that is wrong and goes to the first; tells whether the form may be sent. */
  check: (form: HTMLFormElement) => boolean;
  /** The field is being put right: nothing is held against it until the next look. */
  forgive: (name: string) => void;
}

/** Says what is wrong with a form's fields, all at once: browsers point at one after the other. */
export function useFieldFaults(): FieldFaultsOfForm {
  const t = useTranslations("errors");
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});

  const faultOf = ({ value, validity, minLength }: HTMLInputElement): string | null => {
    if (validity.valueMissing) return t("fieldEmpty");
    if (validity.typeMismatch) return t("fieldEmail");
    // Browsers count only what was typed by hand, and in their own units; the server counts characters.
    if (minLength > 0 && [...value].length < minLength) return t("fieldShort", { minimum: minLength });
    return null;
  };

  const check = (form: HTMLFormElement) => {
    const inputs = [...form.elements].filter((element) => element instanceof HTMLInputElement);
    const wrong = inputs.flatMap((input) => {
      const fault = faultOf(input);
      return fault === null ? [] : [{ input, fault }];
    });
    setFaults(Object.fromEntries(wrong.map(({ input, fault }) => [input.name, fault])));
    wrong[0]?.input.focus();
    return wrong.length === 0;
  };

  const forgive = (name: string) => setFaults((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name)));

  return { faults, check, forgive };
}
