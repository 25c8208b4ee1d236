# expect: Measure-measureOf MaxCountConstraintComponent
# expect: Measure-projectIsItsWhole EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/work/5> chiiki:measureOf <project/1-2> }
