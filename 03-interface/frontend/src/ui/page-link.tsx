"use client";

import Link from "next/link";
import type { ComponentProps } from "react";

import { useSomebody } from "./later";

/** A link to another page, whose way is looked up ahead only once somebody is at this one: what they came for is asked for first. */
export function PageLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  const somebody = useSomebody();
  return <Link {...props} prefetch={somebody ? null : false} />;
}
