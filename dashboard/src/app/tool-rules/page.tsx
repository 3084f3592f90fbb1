import { Suspense } from 'react';
import { Waiting } from '@/shell/Waiting';
import { ToolRulesPage } from '@/views/tool-rules/ToolRulesPage';

export default function Route() {
  return (
    <Suspense fallback={<Waiting name="Tool rules" />}>
      <ToolRulesPage />
    </Suspense>
  );
}
