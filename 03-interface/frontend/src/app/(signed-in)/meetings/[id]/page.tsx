import { MeetingScreen } from "@/features/meetings/components/meeting-screen";

export default async function Page({ params }: PageProps<"/meetings/[id]">) {
  const { id } = await params;
  return <MeetingScreen key={id} id={id} />;
}
