"use client";

import { useTranslations } from "next-intl";

import type { Comment } from "@/api/types";

export type Colour = NonNullable<Comment["colour"]>;

export const COLOURS: readonly Colour[] = ["amber", "green", "blue", "rose"];

interface ColourChoiceProps {
  chosen?: Colour | null;
  onChoose: (colour: Colour) => void;
}

/** The colours of highlights, each by its name too. */
export function ColourChoice({ chosen = null, onChoose }: ColourChoiceProps) {
  const t = useTranslations("comments");
  return (
    <div role="group" aria-label={t("highlight")} className="flex items-center">
      {COLOURS.map((colour) => (
        <button
          key={colour}
          type="button"
          aria-pressed={chosen === null ? undefined : chosen === colour}
          aria-label={t(`colours.${colour}`)}
          title={t(`colours.${colour}`)}
          onClick={() => onChoose(colour)}
          className="group/colour inline-flex size-8 items-center justify-center rounded-md hover:bg-hover"
        >
          <span data-mark={colour} className="mark-swatch size-4.5 rounded-full group-aria-pressed/colour:ring-2 group-aria-pressed/colour:ring-ink" />
        </button>
      ))}
    </div>
  );
}
