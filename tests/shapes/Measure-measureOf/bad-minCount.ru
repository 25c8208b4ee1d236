# expect: Measure-measureOf MinCountConstraintComponent
# expect: Measure-projectIsItsWhole EqualsConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE WHERE { <project/1-1/work/5> chiiki:measureOf ?value }
