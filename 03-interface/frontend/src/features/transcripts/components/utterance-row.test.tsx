import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";

import type { Utterance } from "@/api/types";
import { show } from "@/testing";

import { UtteranceRow, type UtteranceActions } from "./utterance-row";

const words = ["le", "budget"].map((text, at) => ({ start: at, end: at + 0.5, text, probability: 0.9, sureness: 1, marks: [] }));
const utterance: Utterance = {
  id: "u", speaker_id: "s", start: 0, end: 2, text: "le budget", words, language: "fr", overlap: false, doubt: 0, edited: false, confirmed: false,
};

/** A row whose editor is opened by its pencil. */
function Row({ saveText }: Pick<UtteranceActions, "saveText">) {
  const [editing, setEditing] = useState(false);
  const actions = { edit: (id: string | null) => setEditing(id !== null), saveText } as UtteranceActions;
  const speaker = { id: "s", number: 1, name: "Claire" };
  return (
    <UtteranceRow
      at={0} utterance={utterance} speaker={speaker} speakers={[speaker]} language="fr" over="" secondVoices={new Map()} continued={false}
      last editing={editing} edit={undefined} remarks={undefined} reviewed={false} found={false} actions={actions}
    />
  );
}

it("writes what was typed before its editor had come, and keeps its words in sight until then", async () => {
  const saveText = vi.fn();
  show(<Row saveText={saveText} />);
  fireEvent.click(screen.getByRole("button", { name: "Correct the text at 0:00" }));
  expect(screen.queryByRole("textbox"), "nobody has been at the page yet").toBeNull();
  expect(screen.getByText("budget")).toBeTruthy();
  for (const key of [" ", "f", "é"]) fireEvent.keyDown(document.body, { key });
  const editor = await screen.findByRole<HTMLTextAreaElement>("textbox");
  await waitFor(() => expect(editor.value).toBe("le budget fé"));
  fireEvent.keyDown(editor, { key: "Enter" });
  expect(saveText).toHaveBeenCalledWith("u", "le budget fé", "le budget");
});
