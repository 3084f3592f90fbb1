import { Panel, Skeleton, SkeletonLine } from '@/ui/states';

/** Fleet before its first answer: the places of the sentence, of the rows and of the lists below. */
export function FleetSkeleton() {
  return (
    <>
      <header>
        <h1 className="answer q">Fleet</h1>
        <div className="sub">
          <SkeletonLine width={320} />
        </div>
      </header>
      <Panel>
        <Skeleton rows={2} height={63} />
      </Panel>
      <Panel>
        <Skeleton rows={6} height={51} head={31} foot={28} />
      </Panel>
      <div className="cols grid min-h-0 flex-1 grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] gap-4">
        <Panel>
          <Skeleton rows={6} height={33} head={42} />
        </Panel>
        <Panel>
          <Skeleton rows={11} height={25} head={44} />
        </Panel>
      </div>
    </>
  );
}
