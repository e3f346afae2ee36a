import { NewConversation } from "@/features/conversations/components/new-conversation";

export default function Page() {
  return <NewConversation />;
}
