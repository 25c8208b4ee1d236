# expect: Project-overview LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-2> chiiki:overview ?value } INSERT { <project/1-2> chiiki:overview "葵の暮らしを守る取組を進めます。" } WHERE { <project/1-2> chiiki:overview ?value }
