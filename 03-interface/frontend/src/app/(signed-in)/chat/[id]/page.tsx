import { ConversationScreen } from "@/features/conversations/components/conversation-screen";

export default async function Page({ params }: PageProps<"/chat/[id]">) {
  const { id } = await params;
  return <ConversationScreen key={id} id={id} />;
}
