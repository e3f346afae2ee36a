"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { answered } from "@/api/client";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Notice } from "@/ui/notice";

/** Models and libraries of the server, as the server itself lists them. */
export function ServerLicences() {
  const t = useTranslations("licences");
  const api = useApi();
  const complaint = useComplaint();
  const { data, error } = useQuery({
    queryKey: ["licences"],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/licences", { signal })),
    staleTime: Infinity,
  });
  if (error)
    return (
      <Notice kind="loss" announce>
        {complaint(error)}
      </Notice>
    );
  if (!data) return <div aria-busy className="h-24" />;
  return <LicenceTable label={t("server")} rows={data} />;
}

interface Row {
  name: string;
  version: string;
  licence: string;
}

export function LicenceTable({ label, rows }: { label: string; rows: readonly Row[] }) {
  const t = useTranslations("licences");
  return (
    <table aria-label={label} className="w-full text-left">
      <thead className="text-xs text-ink-muted">
        <tr className="border-b border-rule">
          <th className="py-2 pr-4 font-semibold">{t("name")}</th>
          <th className="py-2 pr-4 font-semibold">{t("version")}</th>
          <th className="py-2 font-semibold">{t("licence")}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-rule">
        {rows.map(({ name, version, licence }) => (
          <tr key={`${name} ${version}`} className="align-top">
            <td className="py-1.5 pr-4 break-words">
              {name}
            </td>
            <td className="tabular py-1.5 pr-4 text-ink-muted">{version}</td>
            <td className="py-1.5 text-ink-soft">{licence}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
