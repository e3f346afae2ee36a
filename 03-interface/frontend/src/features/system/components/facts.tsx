import type { ReactNode } from "react";

/** Names and what they stand at, side by side where there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-2 gap-x-6 gap-y-4 wide:grid-cols-4">{children}</dl>;
}

interface FactProps {
  name: string;
  children: ReactNode;
  /** Something that somebody should look at. */
  alarming?: boolean;
}

export function Fact({ name, children, alarming = false }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className={`tabular text-base font-semibold break-words ${alarming ? "text-loss" : ""}`}>{children}</dd>
    </div>
  );
}

export function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <section className="border-t border-rule py-8">
      <h2 className="text-base font-semibold">{title}</h2>
      {lead && <p className="mt-1 max-w-2xl text-ink-muted">{lead}</p>}
      <div className="mt-4 flex flex-col gap-6">{children}</div>
    </section>
  );
}
