#pragma once
// What people do: plan, validate, execute (twice at once, too), close, move stops and targets, detach, switch.
#include "simulation/life.hpp"

namespace robson::simulation {

class Trader {
 public:
  Trader(Ground& ground, TenantId tenant) : ground_(ground), tenant_(tenant) {}
  // One action, or none when there is nothing to act on.
  void act(Life& life);
  void prepare(Life& life);

 private:
  using Then = std::function<void(const engine::Reply&)>;
  void submit(Life& life, engine::Command command, Then then = {});
  void plan(Life& life);
  void execute(Life& life, const Plan& plan);
  void close(Life& life, const Operation& operation);
  void move(Life& life, const Operation& operation);
  void switch_something(Life& life);
  const Operation* any_open(Life& life);

  Ground& ground_;
  TenantId tenant_;
};

}  // namespace robson::simulation
