import { PersonScreen } from "@/features/people/components/person-screen";

export default async function Page({ params }: PageProps<"/people/[id]">) {
  const { id } = await params;
  return <PersonScreen key={id} id={id} />;
}
