package dev.metaagent.events.consumer;

import dev.metaagent.tenancy.SystemTransactions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Repairs the order of the log after a dump was restored into another cluster, which numbers
/// transactions from the beginning: without the repair, consumers would wait for transaction ids
/// that are years away. Entries that were read may be delivered again.
@Component
class RestoredLog {

  private static final Logger log = LoggerFactory.getLogger(RestoredLog.class);

  private final LogRetentionStore store;
  private final SystemTransactions transactions;

  RestoredLog(LogRetentionStore store, SystemTransactions transactions) {
    this.store = store;
    this.transactions = transactions;
  }

  /// Returns whether there was something to repair.
  boolean repair() {
    boolean foreign =
        transactions.call(() -> {
          boolean found = store.foreign();
          if (found) {
            store.renumber();
          }
          return found;
        });
    if (foreign) {
      log.info("the event log was restored from another cluster; its entries were renumbered");
    }
    return foreign;
  }
}
