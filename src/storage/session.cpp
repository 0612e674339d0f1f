#include "storage/session.hpp"

namespace robson::storage {

void Session::run_text(const std::string& statement) {
  soci::statement once(*connection_);
  once.alloc();
  once.prepare(statement);
  once.define_and_bind();
  for (bool more = once.execute(true); more;) more = once.fetch();
}

Session::Execution::Execution(Session& session, Sql sql) : session_(session), text_(sql.text) {
  if (const auto kept = session.prepared_.find(text_); kept != session.prepared_.end()) {
    statement_ = std::move(kept->second);
    session.prepared_.erase(kept);  // so that the same statement inside on_row gets one of its own
    return;
  }
  statement_ = std::make_unique<soci::statement>(*session.connection_);
  statement_->alloc();
  statement_->prepare(std::string(text_));
}

Session::Execution::~Execution() {
  if (!finished_) return;
  statement_->bind_clean_up();
  session_.prepared_.insert_or_assign(text_, std::move(statement_));
}

bool Session::Execution::start() {
  statement_->define_and_bind();
  const bool row = statement_->execute(true);
  finished_ = !row;
  return row;
}

bool Session::Execution::next() {
  const bool row = statement_->fetch();
  finished_ = !row;
  return row;
}

void Session::Execution::expect_no_more() {
  if (next()) throw std::logic_error("a statement for one row gave two: " + std::string(text_));
}

long long Session::Execution::finish() {
  finished_ = true;
  return statement_->get_affected_rows();
}

}  // namespace robson::storage
